// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A page that exchanges tokens, as OAuth's clients do: by a form. */
record OAuthClient(URI node, String key, String origin) {
    static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static OAuthClient of(Caller page) {
        return new OAuthClient(page.base(), page.key().revealText(), page.origin());
    }

    /** The same at another node. */
    OAuthClient at(URI other) {
        return new OAuthClient(other, key, origin);
    }

    /** The parameters of an exchange. */
    static Map<String, String> parameters(String token) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", EXCHANGE);
        parameters.put("subject_token", token);
        parameters.put("subject_token_type", ID_TOKEN);
        return parameters;
    }

    Answer exchange(String token) {
        return send(parameters(token));
    }

    /** With that parameter, or without it if it is empty. */
    Answer exchange(String token, String name, String value) {
        Map<String, String> parameters = parameters(token);
        parameters.remove(name);
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
        return send(parameters);
    }

    Answer send(Map<String, String> parameters) {
        return send(
                "application/x-www-form-urlencoded",
                parameters.entrySet().stream()
                        .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    Answer send(String contentType, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve("/oauth/token"))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (!origin.isEmpty()) {
            request.header("Origin", origin);
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    Json.mapper().readValue(response.body(), JsonNode.class),
                    response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
