// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.sip.DispatchRuleView.Routing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What LiveKit notices of two trunks or rules for the same calls, quoting the other's id and name. It compares trunks'
 * numbers as they are spelled, and one trunk that names its callers with one that does not never conflict: so it lets
 * pairs pass that make each call fail later.
 */
final class Conflicts {
    private static final String ANY = "";

    private Conflicts() {}

    private record TrunkKey(String number, String caller) {}

    private record RuleKey(String pin, String trunk, String caller, String number) {}

    static void amongTrunks(List<InboundTrunkView> trunks) {
        Map<TrunkKey, InboundTrunkView> taken = new HashMap<>();
        for (InboundTrunkView trunk : trunks) {
            for (String number : orAny(trunk.numbers())) {
                for (String caller : orAny(trunk.allowedNumbers())) take(taken, number, caller, trunk);
            }
        }
    }

    private static void take(
            Map<TrunkKey, InboundTrunkView> taken, String number, String caller, InboundTrunkView trunk) {
        InboundTrunkView other = taken.putIfAbsent(new TrunkKey(number, PhoneNumbers.normalised(caller)), trunk);
        if (other == null) return;
        String numbers = trunk.numbers().isEmpty()
                ? "<any>"
                : trunk.numbers().stream().map(Conflicts::quoted).collect(Collectors.joining(" ", "[", "]"));
        throw SipChecks.invalid("Conflicting inbound SIP Trunks: " + quoted(id(trunk.id())) + " and "
                + quoted(id(other.id())) + ", using the same number(s) " + numbers
                + (caller.isEmpty() ? " without AllowedNumbers set" : " and AllowedNumber " + quoted(caller)));
    }

    static void amongRules(List<DispatchRuleView> rules) {
        Map<RuleKey, DispatchRuleView> taken = new HashMap<>();
        for (DispatchRuleView rule : rules) {
            Routing routing = rule.routing();
            if (routing == null || routing.kind() == null) {
                throw SandboxRefusal.of(TwirpCode.UNKNOWN, "Unsupported SIP Dispatch Rule: <nil>");
            }
            for (RuleKey key : keys(rule, routing.pin())) take(taken, key, rule);
        }
    }

    private static List<RuleKey> keys(DispatchRuleView rule, String pin) {
        List<RuleKey> keys = new ArrayList<>();
        for (String trunk : orAny(rule.trunkIds())) {
            for (String caller : orAny(rule.inboundNumbers())) {
                for (String number : orAny(rule.numbers())) {
                    keys.add(new RuleKey(pin, trunk, PhoneNumbers.normalised(caller), PhoneNumbers.normalised(number)));
                }
            }
        }
        return keys;
    }

    private static void take(Map<RuleKey, DispatchRuleView> taken, RuleKey key, DispatchRuleView rule) {
        DispatchRuleView other = taken.putIfAbsent(key, rule);
        if (other == null) return;
        String name = other.name().isEmpty() ? "<blank name>" : other.name();
        throw SipChecks.invalid("Dispatch rule for the same trunk, inbound number, number, and PIN combination already"
                + " exists in dispatch rule " + quoted(id(other.id())) + " " + quoted(name));
    }

    /** LiveKit takes one from what it has and one from what is new in turn, which shows in whose id a refusal quotes. */
    static <T> List<T> with(List<T> others, T added) {
        List<T> all = new ArrayList<>(others);
        all.add(Math.min(1, all.size()), added);
        return all;
    }

    private static List<String> orAny(List<String> list) {
        return list.isEmpty() ? List.of(ANY) : list;
    }

    private static String id(String id) {
        return id.isEmpty() ? "<new>" : id;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
