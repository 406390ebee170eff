// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.util.List;

/** A feature that looks at rooms: it is told what LiveKit says happened there, so that it looks earlier (D6). */
@FunctionalInterface
public interface RoomListener {
    /**
     * Events of one tenant's rooms, on the node that got them, in the order of their arrival: any of them may be late, or
     * missing. May fail: then nothing but time is lost.
     */
    void heard(Principal.SystemJob by, TenantId tenant, List<RoomEvent> events);
}
