package dev.stagedoor.egress;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Judges the addresses that are about to be called (I8). */
public final class Egress {
    private final List<Cidr> allowed;

    /**
     * @throws IllegalArgumentException if a range of the configuration cannot be read, or lies where nothing may ever be
     *     called
     */
    public Egress(EgressConfig config) {
        List<Cidr> ranges = new ArrayList<>();
        for (String text : config.allow()) {
            Cidr range = Cidr.parse(text.strip());
            if (Reach.isNever(range)) {
                throw new IllegalArgumentException(text + " cannot be allowed: link-local, metadata, multicast and"
                        + " reserved addresses are never called");
            }
            ranges.add(range);
        }
        this.allowed = List.copyOf(ranges);
    }

    /** Whether the address may be called. An IPv6 zone does not matter. */
    public boolean permits(InetAddress address) {
        byte[] bytes = address.getAddress();
        return switch (Reach.of(bytes)) {
            case PUBLIC -> true;
            case NEVER -> false;
            case LOCAL -> Reach.contains(allowed, bytes) || Reach.contains(allowed, Reach.carried(bytes));
        };
    }

    /** The answer to whoever wanted to have such an address called; it does not say where the name led to. */
    public static Problem refusal(String field) {
        String why = "leads to an address that may not be called";
        return Problem.of(ErrorCode.ADDRESS_NOT_ALLOWED, field + ": " + why).field(field, why);
    }
}
