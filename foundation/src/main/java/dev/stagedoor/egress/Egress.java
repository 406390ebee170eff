// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.egress;

import dev.stagedoor.kernel.Cidr;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Decides which addresses may be called (I8). */
public final class Egress {
    private final List<Cidr> allowed;

    /**
     * @throws IllegalArgumentException if a configured range is malformed, or lies in a range that is never allowed
     */
    public Egress(EgressConfig config) {
        List<Cidr> ranges = new ArrayList<>();
        for (String text : config.allow()) {
            Cidr range = Cidr.parse(text.strip());
            if (Reach.isNever(range)) {
                throw new IllegalArgumentException(text + " cannot be allowed: link-local, metadata, multicast and"
                        + " reserved addresses are never allowed");
            }
            ranges.add(range);
        }
        this.allowed = List.copyOf(ranges);
    }

    /** Whether the address may be called. An IPv6 zone is ignored. */
    public boolean permits(InetAddress address) {
        byte[] bytes = address.getAddress();
        return switch (Reach.of(bytes)) {
            case PUBLIC -> true;
            case NEVER -> false;
            case LOCAL -> Reach.contains(allowed, bytes) || Reach.contains(allowed, Reach.carried(bytes));
        };
    }

    /** The refusal of such an address; does not reveal what the name resolved to. */
    public static Problem refusal(String field) {
        String why = "resolves to an address that is not allowed";
        return Problem.of(ErrorCode.ADDRESS_NOT_ALLOWED, field + ": " + why).field(field, why);
    }
}
