// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.tenants.DeletedTenant;
import dev.stagedoor.api.tenants.DeletedTenantList;
import dev.stagedoor.api.tenants.DeletionReceipt;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.api.tenants.TenantList;
import dev.stagedoor.api.tenants.TenantView;
import dev.stagedoor.api.usage.PlatformUsage;
import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.Transport;
import java.time.Duration;
import java.util.stream.Stream;

/** Tenants, by slug or id. */
public final class Tenants {
    private static final Duration DELETION = Duration.ofSeconds(60);

    private static final String DELETED = "deleted-tenants";

    private final Root root;
    private final Root own;

    Tenants(Transport transport, Root own) {
        this.root = Root.own(transport);
        this.own = own;
    }

    /** Creates one. */
    public TenantView create(NewTenant tenant) {
        return root.send(Request.post(root.at("tenants"), tenant).creating().repeating(), TenantView.class);
    }

    /** A page of them, oldest first. */
    public TenantList list(PageRequest page) {
        return root.send(root.list(page, "tenants"), TenantList.class);
    }

    /** All of them, page by page. */
    public Stream<TenantView> all() {
        return Pages.stream(this::list, TenantList::items, TenantList::next);
    }

    /**
     * What each of them used, oldest tenant first.
     *
     * @param query {@code by} is left out: a line is of a tenant
     */
    public PlatformUsage usage(Calls.UsageQuery query, PageRequest page) {
        Request request = root.list(page, "platform", "usage")
                .with("from", query.from())
                .with("to", query.to())
                .with("time_zone", query.timeZone());
        return root.send(request, PlatformUsage.class);
    }

    /** All of what each of them used, page by page. */
    public Stream<PlatformUsage.Line> allUsage(Calls.UsageQuery query) {
        return Pages.stream(page -> usage(query, page), PlatformUsage::items, PlatformUsage::next);
    }

    /** One of them. */
    public TenantView get(String tenant) {
        return root.send(Request.get(root.at("tenants", tenant)), TenantView.class);
    }

    /** The key's tenant, or the one given to {@link StagedoorClient#inTenant}. */
    public TenantView own() {
        boolean named = !own.path().equals(Root.API);
        return own.send(Request.get(named ? own.path() : own.at("tenant")), TenantView.class);
    }

    /** Changes the given fields. */
    public TenantView update(String tenant, TenantChange change) {
        return root.send(Request.patch(root.at("tenants", tenant), change), TenantView.class);
    }

    /** Suspends one and empties its rooms. */
    public TenantView suspend(String tenant) {
        return root.send(Request.post(root.at("tenants", tenant, "suspend"), null), TenantView.class);
    }

    /** Resumes a suspended one. */
    public TenantView resume(String tenant) {
        return root.send(Request.post(root.at("tenants", tenant, "resume"), null), TenantView.class);
    }

    /** A page of the deleted ones, oldest first. */
    public DeletedTenantList listDeleted(PageRequest page) {
        return root.send(root.list(page, DELETED), DeletedTenantList.class);
    }

    /** All deleted ones, page by page. */
    public Stream<DeletedTenant> allDeleted() {
        return Pages.stream(this::listDeleted, DeletedTenantList::items, DeletedTenantList::next);
    }

    /** The receipt of a deletion, by slug or id. */
    public DeletionReceipt deleted(String tenant) {
        return root.send(Request.get(root.at(DELETED, tenant)), DeletionReceipt.class);
    }

    /** The audit log of a deleted tenant, by slug or id. */
    public Audit auditOfDeleted(String tenant) {
        // The receipt, which knows the slug, may be in the archive already.
        String id = tenant.startsWith("ten_") ? tenant : deleted(tenant).tenant();
        return new Audit(new Root(root.transport(), root.at(DELETED, id)));
    }

    /** Deletes one for good; returns the receipt. */
    public DeletionReceipt delete(String tenant) {
        return root.send(Request.delete(root.at("tenants", tenant)).within(DELETION), DeletionReceipt.class);
    }
}
