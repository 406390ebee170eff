// SPDX-License-Identifier: Apache-2.0
/** Phone calls on the wire: what a front end reports of one, how it is answered, and what a tenant allows callers. */
@NullMarked
package dev.stagedoor.api.telephony;

import org.jspecify.annotations.NullMarked;
