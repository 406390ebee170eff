// SPDX-License-Identifier: Apache-2.0
/** Tests of the SIP front end. */
@NullMarked
package dev.stagedoor.client.sip;

import org.jspecify.annotations.NullMarked;
