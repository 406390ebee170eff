// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.outbound;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressGuard;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitException;

/** Checks an address before somebody else is told to connect to it. Whoever does resolves the name once more. */
public final class GuardedAddress {
    private final AddressPolicy policy;

    /** By that egress. */
    public GuardedAddress(Egress egress) {
        AddressGuard.requireInstalled();
        this.policy = (host, address) -> egress.permits(address);
    }

    /**
     * Refuses a server whose name resolves to what is not permitted; one whose name does not resolve now may resolve later.
     *
     * @param field the field of the request that names it
     * @throws Problem {@code address_not_allowed}
     */
    public void refuseForbidden(TenantId tenant, ServerUrl server, String field) {
        try (AddressGuard.Lease _ = AddressGuard.enter(server, policy, tenant)) {
            // Entered: it is permitted.
        } catch (LiveKitException.AddressRefused refused) {
            throw Egress.refusal(field);
        } catch (LiveKitException unresolved) {
            // Each delivery looks once more.
        }
    }

    /**
     * Requires that all that the name resolves to is permitted, on behalf of that tenant.
     *
     * @throws Problem {@code address_not_allowed}, {@code provider_unavailable}
     */
    public void require(TenantId tenant, ServerUrl server) {
        try (AddressGuard.Lease _ = AddressGuard.enter(server, policy, tenant)) {
            // Entered: it is permitted.
        } catch (LiveKitException.AddressRefused refused) {
            throw Egress.refusal("server_url");
        } catch (LiveKitException unresolved) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The tenant's LiveKit server cannot be reached.")
                    .causedBy(unresolved);
        }
    }
}
