package dev.stagedoor.http;

import dev.stagedoor.kernel.Scope;

/** Who may use a route. There is no default: a route without an answer to this does not compile. */
public sealed interface Access {

    /** Anyone, without a key: health, metrics, documents. */
    record Anyone() implements Access {}

    /** Operators with that scope only. */
    record OperatorOnly(Scope scope) implements Access {}

    /** A tenant's secret key with that scope, for its own tenant; or an operator with it, for the tenant in the path. */
    record TenantScope(Scope scope) implements Access {}

    /** As {@link TenantScope}, and a publishable key as well. */
    record Publishable(Scope scope) implements Access {}
}
