// SPDX-License-Identifier: Apache-2.0
/** Tests of numbers' trunks. */
@NullMarked
package dev.stagedoor.telephony.trunk;

import org.jspecify.annotations.NullMarked;
