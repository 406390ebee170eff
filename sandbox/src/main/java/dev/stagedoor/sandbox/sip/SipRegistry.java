// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.clockwork.SandboxIds;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The trunks and rules of a project, sorted by id as LiveKit lists them. Guarded by the lock of the project's state. */
final class SipRegistry {
    private final SandboxIds ids;
    private final Map<String, InboundTrunkView> inbound = new TreeMap<>();
    private final Map<String, OutboundTrunkView> outbound = new TreeMap<>();
    private final Map<String, DispatchRuleView> rules = new TreeMap<>();

    SipRegistry(SandboxIds ids) {
        this.ids = ids;
    }

    InboundTrunkView create(InboundTrunkView spec) {
        if (!spec.id().isEmpty()) throw SipChecks.invalid("trunk id must not be set");
        SipChecks.trunk(spec);
        Conflicts.amongTrunks(Conflicts.with(inbound(List.of(), spec.numbers()), spec));
        return store(spec.withId(ids.sipTrunk()));
    }

    /**
     * LiveKit looks for conflicts among the trunks that have the new numbers already. The trunk at hand is not one of them
     * when its numbers change, and so takes another's number unnoticed (measured).
     */
    InboundTrunkView replace(String id, InboundTrunkView spec) {
        known(id, spec.id(), "trunk");
        SipChecks.trunk(spec);
        found(inbound.get(id), "trunk");
        InboundTrunkView next = spec.withId(id);
        Conflicts.amongTrunks(inbound(List.of(), spec.numbers()).stream()
                .map(one -> one.id().equals(id) ? next : one)
                .toList());
        return store(next);
    }

    private InboundTrunkView store(InboundTrunkView trunk) {
        inbound.put(trunk.id(), trunk);
        return trunk;
    }

    /** A trunk without numbers is listed whatever numbers are asked for. */
    List<InboundTrunkView> inbound(Collection<String> wanted, List<String> numbers) {
        return inbound.values().stream()
                .filter(one -> wanted.isEmpty() || wanted.contains(one.id()))
                .filter(one ->
                        numbers.isEmpty() || one.numbers().isEmpty() || PhoneNumbers.share(one.numbers(), numbers))
                .toList();
    }

    OutboundTrunkView create(OutboundTrunkView spec) {
        if (!spec.id().isEmpty()) throw SipChecks.invalid("trunk id must not be set");
        SipChecks.trunk(spec);
        return store(spec.withId(ids.sipTrunk()));
    }

    OutboundTrunkView replace(String id, OutboundTrunkView spec) {
        known(id, spec.id(), "trunk");
        SipChecks.trunk(spec);
        found(outbound.get(id), "trunk");
        return store(spec.withId(id));
    }

    private OutboundTrunkView store(OutboundTrunkView trunk) {
        outbound.put(trunk.id(), trunk);
        return trunk;
    }

    /** Unlike those of inbound trunks, the numbers are compared as they are spelled. */
    List<OutboundTrunkView> outbound(Collection<String> wanted, Collection<String> numbers) {
        return outbound.values().stream()
                .filter(one -> wanted.isEmpty() || wanted.contains(one.id()))
                .filter(one -> numbers.isEmpty() || one.numbers().stream().anyMatch(numbers::contains))
                .toList();
    }

    OutboundTrunkView outbound(String id) {
        return found(outbound.get(id), "trunk");
    }

    void deleteTrunk(String id) {
        if (id.isEmpty()) throw SipChecks.invalid("trunk ID is required");
        inbound.remove(id);
        outbound.remove(id);
    }

    DispatchRuleView create(DispatchRuleView spec) {
        if (!spec.id().isEmpty()) throw SipChecks.invalid("rule id must not be set");
        SipChecks.rule(spec);
        Conflicts.amongRules(Conflicts.with(List.copyOf(rules.values()), spec));
        return store(spec.withId(ids.dispatchRule()));
    }

    DispatchRuleView replace(String id, DispatchRuleView spec) {
        known(id, spec.id(), "rule");
        SipChecks.rule(spec);
        found(rules.get(id), "dispatch rule");
        DispatchRuleView next = spec.withId(id);
        Conflicts.amongRules(rules(List.of(), spec.trunkIds()).stream()
                .map(one -> one.id().equals(id) ? next : one)
                .toList());
        return store(next);
    }

    private DispatchRuleView store(DispatchRuleView rule) {
        rules.put(rule.id(), rule);
        return rule;
    }

    /** A rule without trunks is listed whatever trunks are asked for. */
    List<DispatchRuleView> rules(Collection<String> wanted, Collection<String> trunkIds) {
        return rules.values().stream()
                .filter(one -> wanted.isEmpty() || wanted.contains(one.id()))
                .filter(one -> trunkIds.isEmpty()
                        || one.trunkIds().isEmpty()
                        || one.trunkIds().stream().anyMatch(trunkIds::contains))
                .toList();
    }

    DispatchRuleView deleteRule(String id) {
        if (id.isEmpty()) throw SipChecks.invalid("dispatch rule ID is required");
        DispatchRuleView gone = found(rules.get(id), "dispatch rule");
        rules.remove(id);
        return gone;
    }

    private static void known(String id, String inside, String what) {
        if (id.isEmpty()) throw SipChecks.invalid(what + " id must be set");
        if (!inside.isEmpty() && !inside.equals(id)) {
            throw SipChecks.invalid(what + " id in the info must be empty or match the id in the update");
        }
    }

    private static <T> T found(@Nullable T one, String what) {
        if (one == null) throw SandboxRefusal.of(TwirpCode.NOT_FOUND, "requested sip " + what + " does not exist");
        return one;
    }
}
