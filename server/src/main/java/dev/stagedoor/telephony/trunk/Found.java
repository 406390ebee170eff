// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.sip.DispatchRuleInfo;
import dev.stagedoor.livekit.sip.InboundTrunkInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a project has that concerns a number.
 *
 * @param trunks each that has the number
 * @param rules  all of the project
 */
record Found(List<InboundTrunkInfo> trunks, List<DispatchRuleInfo> rules) {
    Optional<InboundTrunkInfo> trunk(String id) {
        return trunks.stream().filter(one -> one.sipTrunkId().equals(id)).findFirst();
    }

    Optional<DispatchRuleInfo> rule(String id) {
        return rules.stream().filter(one -> one.sipDispatchRuleId().equals(id)).findFirst();
    }

    /** Our own trunk, by its mark: one that was written just before somebody died. */
    Optional<InboundTrunkInfo> ours(String mark) {
        return trunks.stream().filter(one -> one.metadata().equals(mark)).findFirst();
    }

    /** Our own rule, by its mark. */
    Optional<DispatchRuleInfo> ourRule(String mark) {
        return rules.stream().filter(one -> one.metadata().equals(mark)).findFirst();
    }

    /** What differs from what is wanted, one line for each; nothing of it is the server's text, but ids. */
    List<String> drift(Wanted wanted, Trunk.Written written) {
        List<String> lines = new ArrayList<>();
        trunk(written.trunkId())
                .ifPresentOrElse(
                        there -> compare(there, wanted, lines),
                        () -> lines.add("the trunk is missing: " + written.trunkId()));
        rule(written.ruleId())
                .ifPresentOrElse(
                        there -> compare(there, wanted, written, lines),
                        () -> lines.add("the dispatch rule is missing: " + written.ruleId()));
        trunks.stream()
                .filter(one -> !one.sipTrunkId().equals(written.trunkId()))
                .forEach(one -> lines.add(
                        "another trunk has the number, so LiveKit refuses every call to it: " + one.sipTrunkId()));
        rules.stream()
                .filter(DispatchRuleInfo::wildcard)
                .forEach(one -> lines.add(
                        "a dispatch rule names no trunk, so anybody can call in by it: " + one.sipDispatchRuleId()));
        return lines;
    }

    private static void compare(InboundTrunkInfo there, Wanted wanted, List<String> lines) {
        same(lines, "the trunk's numbers", List.of(wanted.trunk().number()), there.numbers());
        same(lines, "the trunk's allowed addresses", wanted.trunk().addresses(), there.allowedAddresses());
        String user = wanted.login().map(one -> one.attribute("username")).orElse("");
        same(lines, "the trunk's user name", user, there.authUsername());
        same(lines, "the trunk's headers", Wanted.HEADERS, there.headersToAttributes());
        same(lines, "the trunk's allowed callers", List.of(), there.allowedNumbers());
    }

    private static void compare(DispatchRuleInfo there, Wanted wanted, Trunk.Written written, List<String> lines) {
        same(lines, "the rule's trunks", List.of(written.trunkId()), there.trunkIds());
        same(lines, "the rule's numbers", List.of(wanted.trunk().number()), there.numbers());
        same(lines, "the rule's callers", List.of(), there.inboundNumbers());
        DispatchRuleInfo.Rule rule = there.rule();
        boolean rooms = rule != null
                && rule.dispatchRuleCallee() != null
                && rule.dispatchRuleCallee().roomPrefix().equals(Wanted.prefix(wanted.slug()))
                && rule.dispatchRuleCallee().randomize();
        same(lines, "the rule's rooms", true, rooms);
        List<RoomAgentDispatch> agents = there.agents();
        boolean agent = agents.size() == 1
                && agents.getFirst().agentName().equals(wanted.agent().agentName())
                && agents.getFirst().metadata().equals(wanted.metadata());
        same(lines, "the rule's agent", true, agent);
    }

    private static void same(List<String> lines, String what, Object wanted, Object there) {
        if (!wanted.equals(there)) {
            lines.add(what + " differ from what was written");
        }
    }
}
