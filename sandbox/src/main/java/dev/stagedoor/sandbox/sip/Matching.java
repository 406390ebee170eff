// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.sip.DispatchRuleView.Kind;
import dev.stagedoor.sandbox.sip.DispatchRuleView.Routing;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which trunk and which rule a call meets, by LiveKit's rules. */
final class Matching {
    private static final Pattern UNREADABLE = Pattern.compile("[()+*;, \\t\\n\\r]|://");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:]+");
    private static final int UNKNOWN_KIND = 3;

    private Matching() {}

    /** Two trunks take the call, and LiveKit does not choose. */
    static final class Ambiguous extends Exception {
        private static final long serialVersionUID = 1L;

        Ambiguous() {
            super("multiple trunks matched", null, false, false);
        }
    }

    /** The trunk for a call; null if none matches. One that names the number beats one that takes every number. */
    static @Nullable InboundTrunkView trunk(List<InboundTrunkView> trunks, Caller caller) throws Ambiguous {
        InboundTrunkView named = null;
        InboundTrunkView open = null;
        int opens = 0;
        for (InboundTrunkView trunk : trunks) {
            if (!admits(trunk, caller)) continue;
            if (trunk.numbers().isEmpty()) {
                open = trunk;
                opens++;
            } else if (PhoneNumbers.among(trunk.numbers(), caller.to())) {
                if (named != null) throw new Ambiguous();
                named = trunk;
            }
        }
        if (named == null && opens > 1) throw new Ambiguous();
        return named == null ? open : named;
    }

    private static boolean admits(InboundTrunkView trunk, Caller caller) {
        List<String> callers = trunk.allowedNumbers();
        return (callers.isEmpty() || PhoneNumbers.among(callers, caller.from()))
                && comesFrom(trunk.allowedAddresses(), caller);
    }

    /** Entries that LiveKit cannot read do not count; if none counts, calls may come from anywhere. */
    private static boolean comesFrom(List<String> allowed, Caller caller) {
        List<String> readable =
                allowed.stream().filter(one -> !UNREADABLE.matcher(one).find()).toList();
        return readable.isEmpty()
                || readable.stream().anyMatch(one -> one.equals(caller.host()) || within(caller.address(), one));
    }

    private static boolean within(String address, String network) {
        int slash = network.indexOf('/');
        byte[] base = bytes(slash < 0 ? network : network.substring(0, slash));
        byte[] one = bytes(address);
        if (base == null || one == null || base.length != one.length) return false;
        int bits = slash < 0 ? base.length * 8 : length(network.substring(slash + 1));
        if (bits < 0 || bits > base.length * 8) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((base[bit / 8] & mask) != (one[bit / 8] & mask)) return false;
        }
        return true;
    }

    private static int length(String bits) {
        return bits.matches("[0-9]{1,3}") ? Integer.parseInt(bits) : -1;
    }

    private static byte @Nullable [] bytes(String address) {
        if (!ADDRESS.matcher(address).matches()) return null;
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /**
     * The rule for a call; null if none matches.
     *
     * @param trunkId the matched trunk's, or null: then only rules without trunks apply
     * @param pin what the caller keyed in, empty before that; afterwards only rules with that PIN apply
     */
    static @Nullable DispatchRuleView rule(
            List<DispatchRuleView> rules, @Nullable String trunkId, Caller caller, String pin) {
        List<DispatchRuleView> fitting =
                rules.stream().filter(one -> fits(one, caller, pin)).toList();
        DispatchRuleView named = best(fitting.stream()
                .filter(one -> trunkId != null && one.trunkIds().contains(trunkId))
                .toList());
        return named != null
                ? named
                : best(fitting.stream().filter(one -> one.trunkIds().isEmpty()).toList());
    }

    /** Unlike a trunk's numbers, a rule's are compared letter by letter. */
    private static boolean fits(DispatchRuleView rule, Caller caller, String pin) {
        return (rule.inboundNumbers().isEmpty() || rule.inboundNumbers().contains(caller.from()))
                && (rule.numbers().isEmpty() || rule.numbers().contains(caller.to()))
                && (pin.isEmpty() || pin.equals(routing(rule).pin()));
    }

    private static @Nullable DispatchRuleView best(List<DispatchRuleView> rules) {
        return rules.stream()
                .min(Comparator.comparingInt(Matching::rank)
                        .thenComparing(one -> routing(one).room()))
                .orElse(null);
    }

    private static int rank(DispatchRuleView rule) {
        Routing routing = routing(rule);
        Kind kind = routing.kind();
        int rank = (kind == null ? UNKNOWN_KIND : kind.rank) + (routing.pin().isEmpty() ? 100 : 0);
        if (rule.inboundNumbers().isEmpty()) rank += 1000;
        if (rule.numbers().isEmpty()) rank += 1000;
        return rank;
    }

    static Routing routing(DispatchRuleView rule) {
        Routing routing = rule.routing();
        if (routing == null) throw new IllegalStateException("a stored rule has a routing");
        return routing;
    }
}
