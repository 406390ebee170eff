// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.tenants.Burst;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which keys may be created, and by whom: no key has a scope that its creator lacks. */
final class KeyRules {
    private static final int LONGEST_NAME = 512;
    private static final int MOST_ORIGINS = 50;
    private static final int MOST_AGENTS = 200;
    private static final Pattern AGENT = Pattern.compile(PolicyFields.AGENT);
    private static final Burst ANY_SPEED = new Burst(BurstFields.MOST, BurstFields.MOST);

    /** For operators only; without effect in a tenant's key. */
    private static final Set<Scope> OPERATORS_ONLY = EnumSet.of(Scope.TENANTS_WRITE);

    private final AccessConfig config;

    KeyRules(AccessConfig config) {
        this.config = config;
    }

    ApiKey operator(Principal by, NewOperatorKey wanted, Instant now) {
        return new ApiKey(
                KeyId.next(now),
                KeyKind.OPERATOR,
                PlainText.checked("name", wanted.name(), LONGEST_NAME),
                ApiKey.Rights.of(scopes(by, wanted.scopes(), EnumSet.noneOf(Scope.class))),
                ApiKey.Life.from(now, expiry(wanted.expiresAt(), now)),
                ApiKey.Family.NONE);
    }

    ApiKey ofTenant(Principal by, NewApiKey wanted, Instant now) {
        KeyKind kind = wanted.kind() == null ? KeyKind.SECRET : wanted.kind();
        Set<Scope> scopes = switch (kind) {
            case OPERATOR -> throw Problem.invalid("kind", "must be secret, publishable or app");
            case SECRET -> {
                absent("origins", wanted.origins());
                absent("agents", wanted.agents());
                yield scopes(by, wanted.scopes(), OPERATORS_ONLY);
            }
            case PUBLISHABLE -> mintOnly(by, wanted);
            case APP -> {
                absent("origins", wanted.origins());
                yield mintOnly(by, wanted);
            }
        };
        return new ApiKey(
                KeyId.next(now),
                kind,
                PlainText.checked("name", wanted.name(), LONGEST_NAME),
                new ApiKey.Rights(
                        scopes,
                        kind == KeyKind.PUBLISHABLE ? origins(wanted.origins()) : Set.of(),
                        agents(wanted.agents()),
                        wanted.limit() == null ? null : ANY_SPEED.with(wanted.limit(), "limit")),
                ApiKey.Life.from(now, expiry(wanted.expiresAt(), now)),
                ApiKey.Family.NONE);
    }

    /** The key with the given fields replaced. What would let it mint more needs the right to mint. */
    ApiKey changed(Principal by, ApiKey before, ApiKeyChange named) {
        ApiKey.Rights rights = before.rights();
        if (before.kind() != KeyKind.PUBLISHABLE) {
            absent("origins", named.origins());
        }
        if (before.kind() != KeyKind.PUBLISHABLE && before.kind() != KeyKind.APP) {
            absent("agents", named.agents());
        }
        if (before.kind() == KeyKind.OPERATOR && named.limit() != null) {
            throw Problem.invalid("limit", "is not allowed for this kind of key");
        }
        for (String field : mintingFields(named)) {
            requireHeld(by, Scope.TOKENS_MINT, field);
        }
        Burst limit = rights.limit() == null ? ANY_SPEED : rights.limit();
        return new ApiKey(
                before.id(),
                before.kind(),
                named.name() == null ? before.name() : PlainText.checked("name", named.name(), LONGEST_NAME),
                new ApiKey.Rights(
                        rights.scopes(),
                        named.origins() == null ? rights.origins() : origins(named.origins()),
                        named.agents() == null ? rights.agents() : agents(named.agents()),
                        named.limit() == null ? rights.limit() : limit.with(named.limit(), "limit")),
                before.life(),
                before.family());
    }

    private static List<String> mintingFields(ApiKeyChange named) {
        List<String> fields = new ArrayList<>();
        if (named.origins() != null) {
            fields.add("origins");
        }
        if (named.agents() != null) {
            fields.add("agents");
        }
        return fields;
    }

    private static Set<Scope> mintOnly(Principal by, NewApiKey wanted) {
        absent("scopes", wanted.scopes());
        requireHeld(by, Scope.TOKENS_MINT, "kind");
        return EnumSet.of(Scope.TOKENS_MINT);
    }

    /** The limit of a key for which none is given. A page's visitors share its key; so do an app's users. */
    static @Nullable Burst usualLimit(KeyKind kind) {
        return switch (kind) {
            case OPERATOR, SECRET -> null;
            case PUBLISHABLE -> new Burst(20, 100);
            case APP -> new Burst(5, 50);
        };
    }

    private static Set<Scope> scopes(Principal by, @Nullable List<String> wanted, Set<Scope> never) {
        if (wanted == null || wanted.isEmpty()) {
            throw Problem.invalid("scopes", "must name at least one scope");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (int i = 0; i < wanted.size(); i++) {
            String field = "scopes[" + i + "]";
            Scope scope =
                    Scope.of(String.valueOf(wanted.get(i))).orElseThrow(() -> Problem.invalid(field, "is not a scope"));
            if (never.contains(scope)) {
                throw Problem.invalid(field, scope.wire() + " is for operators only");
            }
            requireHeld(by, scope, field);
            scopes.add(scope);
        }
        return scopes;
    }

    private static void requireHeld(Principal by, Scope scope, String field) {
        Set<Scope> held = switch (by) {
            case Principal.Operator operator -> operator.scopes();
            case Principal.TenantKey key -> key.scopes();
            case Principal.PublishableKey key -> Set.of();
            case Principal.AppUser user -> Set.of();
            case Principal.Visitor visitor -> Set.of();
            case Principal.Sender sender -> Set.of();
            case Principal.SystemJob job -> EnumSet.allOf(Scope.class);
        };
        if (!held.contains(scope)) {
            String why = "a key cannot grant " + scope.wire() + ", which it does not have itself";
            throw Problem.of(ErrorCode.FORBIDDEN, field + ": " + why).field(field, why);
        }
    }

    private Set<String> origins(@Nullable List<String> wanted) {
        if (wanted == null || wanted.isEmpty() || wanted.size() > MOST_ORIGINS) {
            throw Problem.invalid("origins", "a publishable key needs 1 to " + MOST_ORIGINS + " origins");
        }
        Set<String> origins = new LinkedHashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            String origin = String.valueOf(wanted.get(i));
            origins.add(Origins.checked("origins[" + i + "]", origin, config.anyLocalhostOrigin()));
        }
        return origins;
    }

    private static Set<String> agents(@Nullable List<String> wanted) {
        if (wanted == null) {
            return Set.of();
        }
        if (wanted.size() > MOST_AGENTS) {
            throw Problem.invalid("agents", "must have at most " + MOST_AGENTS + " entries");
        }
        for (int i = 0; i < wanted.size(); i++) {
            String agent = String.valueOf(wanted.get(i));
            if (agent.length() > 64
                    || agent.equals("*")
                    || !AGENT.matcher(agent).matches()) {
                throw Problem.invalid("agents[" + i + "]", "must be an agent's slug");
            }
        }
        return new LinkedHashSet<>(wanted);
    }

    private static @Nullable Instant expiry(@Nullable Instant wanted, Instant now) {
        if (wanted == null) {
            return null;
        }
        if (!wanted.isAfter(now) || wanted.isAfter(now.plus(36_500, ChronoUnit.DAYS))) {
            throw Problem.invalid("expires_at", "must be in the future, by at most a hundred years");
        }
        return wanted.truncatedTo(ChronoUnit.MICROS);
    }

    private static void absent(String field, @Nullable List<String> value) {
        if (value != null && !value.isEmpty()) {
            throw Problem.invalid(field, "is not allowed for this kind of key");
        }
    }
}
