// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.AppUserList;
import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.api.tenants.DeletedTenant;
import dev.stagedoor.api.tenants.DeletedTenantList;
import dev.stagedoor.api.tenants.DeletionReceipt;
import dev.stagedoor.api.tenants.TenantList;
import dev.stagedoor.api.tenants.TenantView;
import dev.stagedoor.kernel.Page;
import java.time.Instant;

/** Tenants in the API's form. */
final class TenantViews {
    private TenantViews() {}

    static TenantView of(Tenant tenant) {
        return new TenantView(
                tenant.id().value(),
                tenant.slug(),
                tenant.name(),
                tenant.status(),
                PolicyCodec.fields(tenant.policy()),
                tenant.times().createdAt(),
                tenant.times().updatedAt(),
                tenant.times().suspendedAt());
    }

    static TenantList of(Page<Tenant> page) {
        return new TenantList(page.items().stream().map(TenantViews::of).toList(), page.next());
    }

    static AppUserView of(AppUser user) {
        return new AppUserView(user.id(), user.revoked(), user.since().equals(Instant.EPOCH) ? null : user.since());
    }

    static AppUserList ofUsers(Page<AppUser> page) {
        return new AppUserList(page.items().stream().map(TenantViews::of).toList(), page.next());
    }

    static DeletedTenantList ofDeleted(Page<Deletions.Deleted> page) {
        Page<DeletedTenant> views =
                page.map(tenant -> new DeletedTenant(tenant.tenantId().value(), tenant.slug(), tenant.deletedAt()));
        return new DeletedTenantList(views.items(), views.next());
    }

    static DeletionReceipt of(Deletions.Receipt receipt) {
        Instant last = receipt.lastTokenEndsAt();
        return new DeletionReceipt(
                receipt.tenant().tenantId().value(),
                receipt.tenant().slug(),
                receipt.tenant().deletedAt(),
                receipt.dataKeyDestroyed(),
                receipt.backupsHoldKeyUntil(),
                last.equals(Instant.EPOCH) ? null : last,
                receipt.evictionsEnded(),
                new DeletionReceipt.AuditHead(
                        receipt.head().seq(), receipt.head().hash()));
    }
}
