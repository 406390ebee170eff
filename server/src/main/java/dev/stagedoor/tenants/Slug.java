// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.kernel.Problem;
import java.util.Set;
import java.util.regex.Pattern;

/** A tenant's short name: lower-case letters, digits and inner hyphens, no dot (I6). It never changes. */
public record Slug(String value) {
    private static final Pattern SHAPE = Pattern.compile(NewTenant.SLUG);

    /** Words that would look like the platform, or like no tenant, in a room name, a path or a log. */
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "administrator",
            "all",
            "anonymous",
            "api",
            "console",
            "docs",
            "health",
            "internal",
            "livekit",
            "me",
            "metrics",
            "new",
            "none",
            "null",
            "operator",
            "operators",
            "platform",
            "root",
            "self",
            "stagedoor",
            "support",
            "system",
            "tenant",
            "tenants",
            "undefined",
            "webhook",
            "webhooks");

    public Slug {
        if (value.length() > 40 || !SHAPE.matcher(value).matches()) {
            throw Problem.invalid("slug", NewTenant.SLUG_IN_WORDS);
        }
        if (RESERVED.contains(value)) {
            throw Problem.invalid("slug", "is reserved");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
