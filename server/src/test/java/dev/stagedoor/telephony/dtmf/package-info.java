// SPDX-License-Identifier: Apache-2.0
/** Tests of keys that are pressed. */
@NullMarked
package dev.stagedoor.telephony.dtmf;

import org.jspecify.annotations.NullMarked;
