// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A question to a carrier's API: whether a number is in an account.
 *
 * @param path          below the base of the API, with its query
 * @param authorization the header of that name
 * @param has           whether an answer with status 200 says that it is
 */
public record NumberLookup(String path, Secret authorization, Predicate<JsonNode> has) {
    /** By HTTP Basic, as RFC 7617 has it. */
    public static Secret basic(Map<String, Secret> account, String user, String password) {
        String pair = required(account, user).revealText()
                + ':'
                + required(account, password).revealText();
        return Secret.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** By a bearer token, as RFC 6750 has it. */
    public static Secret bearer(Map<String, Secret> account, String token) {
        return Secret.of("Bearer " + required(account, token).revealText());
    }

    /** A field of the account; {@code invalid_request} naming it if it is not there. */
    public static Secret required(Map<String, Secret> account, String name) {
        Secret value = account.get(name);
        if (value == null) {
            throw Problem.invalid(name, "is needed to ask the carrier: put the account again, with it");
        }
        return value;
    }

    /** Whether one of the answer's entries under {@code list} has the number under {@code field}, with or without its plus sign. */
    public static boolean listed(JsonNode answer, String list, String field, String number) {
        return listed(answer, list, field, number, any -> true);
    }

    /** The same, of those entries that {@code count}. */
    public static boolean listed(JsonNode answer, String list, String field, String number, Predicate<JsonNode> count) {
        for (JsonNode one : answer.path(list)) {
            if (isNumber(one.path(field).asText(), number) && count.test(one)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text of the carrier's is that number. */
    public static boolean isNumber(String text, String number) {
        return text.equals(number) || number.equals('+' + text);
    }

    /** Whether the answer says that the number is in the account; an answer that cannot be read says so of none. */
    public boolean answered(int status, byte[] body) {
        if (status != 200) {
            return false;
        }
        try {
            return has.test(Json.mapper().readTree(body));
        } catch (JsonProcessingException unreadable) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("bytes are read without I/O", e);
        }
    }
}
