// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static dev.stagedoor.app.TestTenant.done;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** A tenant whose users have accounts, and the page at which they log in. */
final class AccountScene implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final TestTenant tenant;
    final Caller page;
    private final TestServer server;

    AccountScene(TestServer server, String slug) {
        this.server = server;
        this.tenant = new TestTenant(server, slug);
        this.page = tenant.page();
    }

    static String email(String user) {
        return user + "@example.com";
    }

    /** Invites a user: the answer has their one-time token. */
    Answer invited(String user) {
        return done(invite(Map.of("user_id", user, "email", email(user), "name", user + " Example")));
    }

    Answer invite(Map<String, String> body) {
        return tenant.backend().post("/api/v1/accounts", Json.text(body));
    }

    /** A user with {@link #PASSWORD}. */
    void account(String user) {
        done(setPassword(invited(user).at("/token"), PASSWORD));
    }

    Answer setPassword(String token, String password) {
        return page.post("/api/auth/password", Json.text(Map.of("token", token, "password", password)));
    }

    Answer login(String user) {
        return login(user, PASSWORD);
    }

    Answer login(String user, String password) {
        return login(page, email(user), password);
    }

    Answer login(Caller from, String email, String password) {
        return from.post("/api/auth/login", Json.text(Map.of("email", email, "password", password)));
    }

    /** The page at which they log in, of another node. */
    Caller pageAt(URI node) {
        return new Caller(node, page.key(), page.origin(), Map.of());
    }

    /** The page of a client whose proxy says that it has that address. */
    Caller pageFrom(String address) {
        return page.with("X-Forwarded-For", address);
    }

    /** What a page does with the session of that login. */
    Caller session(Answer login) {
        return server.with(login.at("/session_token"));
    }

    Answer refresh(Answer login) {
        return session(login).post("/api/auth/refresh-agent-token");
    }

    Answer backend(String action, String user) {
        return tenant.backend().post("/api/v1/accounts/" + user + "/" + action);
    }

    /** How many passwords the first node has hashed. */
    long hashings() {
        HttpRequest metrics = HttpRequest.newBuilder(server.url().resolve("/metrics"))
                .header("Authorization", "Bearer " + server.operatorKey().revealText())
                .build();
        try {
            return HTTP.send(metrics, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("stagedoor_password_hash_seconds_count"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tenant.close();
    }
}
