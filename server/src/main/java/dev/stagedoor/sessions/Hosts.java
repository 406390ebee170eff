// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host names at which tenants' users sign in: by them a request without a key belongs to a tenant (I5). Operators
 * register them, who also decide which names lead to this server.
 */
final class Hosts {
    static final Facet<String, Optional<Host>> HOST = new Facet<>("host", HostStore::find);

    private static final Pattern FORM = Pattern.compile(
            "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MOST = 100;

    private final Foundation on;
    private final BatchedLookup<String, TenantId> owners;

    Hosts(Foundation on) {
        this.on = on;
        this.owners = new BatchedLookup<>(names -> on.database().directory(handle -> HostStore.owners(handle, names)));
    }

    /** The tenant whose users sign in at the host of that {@code Host} header. */
    Optional<TenantId> owner(String header) {
        String name = name(header);
        return FORM.matcher(name).matches() ? owners.get(name) : Optional.empty();
    }

    /** The name in a {@code Host} header: without its port, in lower case. */
    static String name(String header) {
        return header.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
    }

    /** Registers a host name; one that is the tenant's already stays as it is. */
    Host register(Principal by, TenantId tenant, String given) {
        String name = given.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(name).matches()) {
            throw Problem.invalid("host", "must be a host name such as app.example.com, without a port");
        }
        Optional<Host> known = on.ledger().read(by, tenant, tx -> HostStore.find(tx, name));
        return known.orElseGet(() -> add(by, tenant, name));
    }

    private Host add(Principal by, TenantId tenant, String name) {
        return on.ledger().change(by, tenant, change -> {
            Tenants.living(change.tx());
            if (HostStore.count(change.tx()) >= MOST) {
                throw Problem.of(ErrorCode.CONFLICT, "A tenant has at most " + MOST + " host names.");
            }
            Host host = new Host(name, change.now());
            if (!HostStore.insert(change.tx(), host)) {
                throw Problem.of(ErrorCode.CONFLICT, "The host name is already in use.");
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "host.register", name, "{}"));
            return host;
        });
    }

    Page<Host> list(Principal by, TenantId tenant, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> HostStore.page(tx, page));
    }

    /** Its users cannot sign in there any more, and the sessions opened there end. */
    void remove(Principal by, TenantId tenant, String given) {
        String name = given.toLowerCase(Locale.ROOT);
        on.ledger().changing(by, tenant, change -> {
            if (!HostStore.delete(change.tx(), name)) {
                throw Problem.notFound("host");
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "host.remove", name, "{}"));
        });
    }
}
