// SPDX-License-Identifier: Apache-2.0
/**
 * Phone calls that come in: a front end or a carrier reports one, and it is answered only with its agent in the room.
 *
 * <p>Holds I5 for them: the tenant is the called number's owner, and only once the request's signature has proved that the
 * sender has that tenant's secret; and T1 and T2, as the caller's token is recorded before it leaves, and narrow. The same
 * call is answered once, however often it is reported, and a recorded report opens nothing later.
 */
@NullMarked
package dev.stagedoor.telephony;

import org.jspecify.annotations.NullMarked;
