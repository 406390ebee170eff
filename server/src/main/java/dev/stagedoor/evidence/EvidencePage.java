// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.evidence.VerifiedCheck;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A verification as a page for a customer's auditor: one file, without scripts, to read, print and keep. */
final class EvidencePage {
    /** What each check is about, in a sentence. */
    private static final Map<String, String> ABOUT = Map.ofEntries(
            Map.entry("token", "A token names this tenant's own key and goes to its own server."),
            Map.entry("own_key", "The tenant's own key sees a room that was just made."),
            Map.entry(
                    "other_keys",
                    "No other tenant's key sees a room of this tenant's, nor the platform's, and this server knows none."),
            Map.entry("agent", "An agent of the tenant joins that room, and leaves it."),
            Map.entry("webhook", "A webhook of the tenant's LiveKit arrives, and verifies."),
            Map.entry("clock", "The tenant's LiveKit and Stagedoor agree on the time, within 5 seconds."),
            Map.entry("refused_grants", "LiveKit itself refuses what was not granted."),
            Map.entry("put_out", "People who were put out are out."),
            Map.entry("audit_chain", "The tenant's audit chain is whole."),
            Map.entry("secrets", "The tenant's sealed secrets open for this tenant only."),
            Map.entry("workers", "Workers hold this tenant's credentials, and no other's."));

    private static final String STYLE = """
            <style>
            :root{color-scheme:light dark;--line:#ccc;--good:#17692f;--bad:#b3261e;--dim:#666}
            @media(prefers-color-scheme:dark){:root{--line:#444;--good:#6fd08c;--bad:#ff8a80;--dim:#aaa}}
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem;
            border-bottom:1px solid var(--line)}small{color:var(--dim)}.passed{color:var(--good)}.failed{color:var(--bad)}
            .skipped{color:var(--dim)}code,pre{font-size:.85em;overflow-wrap:anywhere;white-space:pre-wrap}
            tr{break-inside:avoid}@media print{body{margin:0;max-width:none}}
            </style>""";

    private EvidencePage() {}

    static String of(VerificationView view, String jws) {
        String head = view.auditHead() == null
                ? ""
                : " The audit chain was verified up to <code>" + text(view.auditHead()) + "</code>.";
        return String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Evidence %1$s</title>
                <meta name="viewport" content="width=device-width">
                %11$s</head><body>
                <h1>Tenant %2$s: <span class="%3$s">%4$s</span></h1>
                <p>%12$s. Verified on %5$s (UTC) in %6$.1f s. Verification <code>%1$s</code>, tenant <code>%7$s</code>.%8$s</p>
                <table><thead><tr><th>Check</th><th>Outcome</th><th>What was seen</th></tr></thead><tbody>
                %9$s</tbody></table>
                <p><small>A check that was skipped proves nothing. Stagedoor signed what it found; this text is that document
                (a JWS). Save it as a file, and <code>stagedoor evidence verify FILE</code> checks it with the keys at
                <code>/.well-known/jwks.json</code> of the server that made it.</small></p>
                <pre>%10$s</pre>
                </body></html>
                """,
                text(view.id()),
                text(view.tenant()),
                view.passed() ? "passed" : "failed",
                view.passed() ? "no check failed" : "a check failed",
                view.beganAt().truncatedTo(ChronoUnit.SECONDS),
                view.tookMs() / 1000.0,
                text(view.tenantId()),
                head,
                view.checks().stream().map(EvidencePage::row).collect(Collectors.joining()),
                text(jws),
                STYLE,
                counted(view));
    }

    private static String counted(VerificationView view) {
        return Arrays.stream(CheckOutcome.values())
                .map(outcome ->
                        view.checks(outcome).size() + " " + outcome.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String row(VerifiedCheck check) {
        String outcome = check.outcome().name().toLowerCase(Locale.ROOT);
        return "<tr><td>%s<br><small>%s</small></td><td class=\"%s\">%s</td><td>%s</td></tr>%n"
                .formatted(
                        text(check.name().replace('_', ' ')),
                        ABOUT.getOrDefault(check.name(), ""),
                        outcome,
                        outcome,
                        text(check.seen()));
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
