// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.sessions.JwkSet;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.command.Words;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.evidence.SignedEvidence;
import dev.stagedoor.client.http.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "verify",
        description = {
            "Verify a file of evidence by its signature, and say what it is evidence of.",
            "With --jwks a file, no server is asked. Exit code 1 if the evidence is not genuine, or says that a check",
            "failed."
        },
        footer = {
            "stagedoor evidence verify acme.json",
            "stagedoor evidence verify acme.json --jwks jwks.json",
            "stagedoor evidence verify acme.jws --jwks https://stagedoor.example.com/.well-known/jwks.json"
        })
final class VerifyEvidence extends Command {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Columns<Verdict> COLUMNS = new Columns<Verdict>()
            .add("evidence", verdict -> verdict.genuine() ? "genuine" : "refused")
            .add("why", Verdict::why)
            .add("tenant", Verdict::tenant)
            .add("verified at", Verdict::verifiedAt)
            .add("outcome", verdict -> verdict.passed() == null ? null : verdict.passed() ? "passed" : "failed")
            .add("audit head", Verdict::auditHead)
            .add("signed by", Verdict::signedBy);

    @Parameters(paramLabel = "FILE", description = "What was downloaded with .json or .jws.")
    private Path file = Path.of("");

    @Option(
            names = "--jwks",
            paramLabel = "FILE|URL",
            description = "The platform's public keys (default: from the server).")
    private @Nullable String jwks;

    /** For printing. */
    record Verdict(
            boolean genuine,
            @Nullable String why,
            @Nullable String tenant,
            @Nullable Instant verifiedAt,
            @Nullable Boolean passed,
            @Nullable String auditHead,
            @Nullable String signedBy) {
        static Verdict of(SignedEvidence.Verdict verdict) {
            return switch (verdict) {
                case SignedEvidence.Refused refused -> new Verdict(false, refused.why(), null, null, null, null, null);
                case SignedEvidence.Genuine(VerificationView evidence, String key) ->
                    new Verdict(
                            true,
                            null,
                            evidence.tenant(),
                            evidence.beganAt(),
                            evidence.passed(),
                            evidence.auditHead(),
                            key);
            };
        }
    }

    @Override
    protected int run(Session session) {
        Verdict verdict = Verdict.of(SignedEvidence.verify(text(session, file), keys(session)));
        session.show(verdict, COLUMNS);
        return verdict.genuine() && Boolean.TRUE.equals(verdict.passed()) ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String text(Session session, Path name) {
        try {
            return Files.readString(session.shell().file(name));
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + Words.reason(e));
        }
    }

    private JwkSet keys(Session session) {
        if (jwks == null) {
            return session.client().evidence().keys();
        }
        boolean online = jwks.startsWith("https://") || jwks.startsWith("http://");
        String text = online ? fetched(jwks) : text(session, Path.of(jwks));
        try {
            JsonNode set = WireJson.mapper().readTree(text);
            if (!set.path("keys").isEmpty()) {
                return WireJson.mapper().treeToValue(set, JwkSet.class);
            }
        } catch (JsonProcessingException notKeys) {
            // Said below.
        }
        throw new UsageException("--jwks: there are no keys in " + jwks);
    }

    private static String fetched(String url) {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new UsageException("--jwks: " + url + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UsageException("--jwks: " + url + " does not answer");
        } catch (IllegalArgumentException e) {
            throw new UsageException("--jwks: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted");
        }
    }
}
