// SPDX-License-Identifier: Apache-2.0
/** What a SIP front end does: report a phone call, signed, and be told the room where its agent waits. */
@NullMarked
package dev.stagedoor.client.sip;

import org.jspecify.annotations.NullMarked;
