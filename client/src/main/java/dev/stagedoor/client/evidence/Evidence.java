// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.evidence.SignedVerification;
import dev.stagedoor.api.evidence.VerificationList;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.sessions.JwkSet;
import dev.stagedoor.client.PageRequest;
import dev.stagedoor.client.http.Lines;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.Transport;
import dev.stagedoor.client.http.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Evidence that a tenant is isolated. */
public final class Evidence {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Transport transport;
    private final String tenant;

    /** Of the tenant whose resources are below that path; see {@link dev.stagedoor.client.StagedoorClient#evidence}. */
    public Evidence(Transport transport, String tenant) {
        this.transport = transport;
        this.tenant = tenant;
    }

    /** Verifies the tenant now, which takes up to a quarter of a minute; a failed check is an answer. */
    public VerificationView verify() {
        return transport.send(Request.post(tenant + "/verify", null).within(LONGEST), VerificationView.class);
    }

    /**
     * The same; waits for so long while the tenant is being verified already, or the server verifies as many as it can.
     */
    public VerificationView verify(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return verify();
            } catch (ProblemException notYet) {
                Optional<Duration> wait = notYet.retryAfter();
                if (wait.isEmpty() || System.nanoTime() > end) {
                    throw notYet;
                }
                Transport.pause(wait.get());
            }
        }
    }

    /** A page of what was found before, newest first. */
    public VerificationList list(PageRequest page) {
        Request request = Request.get(tenant + "/verifications")
                .with("limit", page.limit())
                .with("after", page.after());
        return transport.send(request, VerificationList.class);
    }

    /** All that was found before and is still kept. */
    public Stream<VerificationView> all() {
        VerificationList page = list(PageRequest.FIRST);
        List<VerificationView> all = new ArrayList<>(page.items());
        while (page.next() != null) {
            page = list(new PageRequest(PageRequest.MOST, page.next()));
            all.addAll(page.items());
        }
        return all.stream();
    }

    /** What was found that time. */
    public VerificationView get(String verification) {
        return transport.send(one(verification), VerificationView.class);
    }

    /** The same, signed. */
    public SignedVerification signed(String verification) {
        return transport.send(one(verification + ".json"), SignedVerification.class);
    }

    /** The same as it is to be kept: whatever a newer server signs is in it. */
    public String file(String verification) {
        return transport.send(one(verification + ".json"), JsonNode.class).toString();
    }

    /** The same as a page to read and to print: HTML, whole in itself. */
    public String page(String verification) {
        StringBuilder page = new StringBuilder();
        try (Lines lines = transport.open(one(verification + ".html"), "text/html", null)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                page.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UnreachableException("the page broke off: " + e.getMessage(), false, e);
        }
        return page.toString();
    }

    private Request one(String verification) {
        return Request.get(tenant + "/verifications/" + Request.encoded(verification));
    }

    /** The public keys of the platform, which sign evidence. */
    public JwkSet keys() {
        return transport.send(Request.get("/.well-known/jwks.json"), JwkSet.class);
    }
}
