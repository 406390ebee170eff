// SPDX-License-Identifier: Apache-2.0
/** {@code stagedoor sip}: report a phone call as a SIP front end does, and see what becomes of it. */
@NullMarked
package dev.stagedoor.cli.sip;

import org.jspecify.annotations.NullMarked;
