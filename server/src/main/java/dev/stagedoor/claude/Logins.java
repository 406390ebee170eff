// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.api.claude.ImportedLogin;
import dev.stagedoor.api.claude.ImportedLogin.ClaudeAiOauth;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The logins that a terminal keeps, as content that a caller uploads. Only the access token is kept: a refresh token works
 * once, and using it here would log the terminal out.
 */
final class Logins {
    /** What the vendor's terms say, in short; the answer and the guide have it. */
    static final String NOTICE =
            "A login of a Claude plan is for its owner's own use of Claude Code and Anthropic's apps."
                    + " Products must use API keys: see https://code.claude.com/docs/en/legal-and-compliance.";

    private static final String NEEDED_SCOPE = "user:inference";
    private static final long FIRST_MILLIS = 1_000_000_000_000L;
    private static final long LAST_MILLIS = 100_000_000_000_000L;

    private final boolean allowed;
    private final Clock clock;

    Logins(boolean allowed, Clock clock) {
        this.allowed = allowed;
        this.clock = clock;
    }

    /** The secret of an import: of a key, or of a login where the operator allows it; a refusal names the field. */
    ClaudeSecret secret(ImportedLogin given) {
        ClaudeAiOauth login = given.claudeAiOauth();
        if ((given.apiKey() == null) == (login == null)) {
            throw Problem.invalid(
                    "claudeAiOauth", login == null ? "is required, or an api_key" : "and api_key exclude each other");
        }
        if (login == null) {
            return ClaudeSecret.key(String.valueOf(given.apiKey()));
        }
        if (!allowed) {
            throw Problem.of(
                    ErrorCode.FORBIDDEN,
                    "This server does not take logins of Claude plans (claude.login_import). Use an API key. "
                            + NOTICE);
        }
        if (given.userId() == null) {
            throw Problem.invalid("user_id", "is required: a login belongs to one user");
        }
        return login(login);
    }

    private ClaudeSecret login(ClaudeAiOauth login) {
        String token = login.accessToken();
        if (token == null || !token.startsWith(ClaudeSecret.ACCESS_TOKEN) || !isVisible(token)) {
            throw Problem.invalid(
                    "claudeAiOauth.accessToken",
                    "must be an access token, which begins with " + ClaudeSecret.ACCESS_TOKEN);
        }
        if (login.scopes() == null || !login.scopes().contains(NEEDED_SCOPE)) {
            throw Problem.invalid("claudeAiOauth.scopes", "must contain " + NEEDED_SCOPE);
        }
        return new ClaudeSecret(AuthMethod.TERMINAL_OAUTH, null, expiry(login.expiresAt()), Secret.of(token));
    }

    private Instant expiry(@Nullable Long millis) {
        if (millis == null || millis < FIRST_MILLIS || millis > LAST_MILLIS) {
            throw Problem.invalid("claudeAiOauth.expiresAt", "must be a time in milliseconds since 1970");
        }
        Instant expiry = Instant.ofEpochMilli(millis);
        if (!expiry.isAfter(clock.instant())) {
            throw Problem.invalid("claudeAiOauth.expiresAt", "has passed; log in again in the terminal");
        }
        return expiry;
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The name of a profile that was given none. */
    static String name(ImportedLogin given) {
        if (given.profileName() != null) {
            return given.profileName();
        }
        ClaudeAiOauth login = given.claudeAiOauth();
        String plan = login == null ? null : login.subscriptionType();
        if (login == null) {
            return "Imported key";
        }
        return plan == null || plan.isBlank() ? "Terminal Login" : "Terminal Login (" + capital(plan) + " Plan)";
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
