// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.tenants.DeletedTenant;
import dev.stagedoor.api.tenants.DeletionReceipt;
import dev.stagedoor.api.tenants.TenantView;
import dev.stagedoor.cli.console.Columns;

/** The columns of tenants. */
final class TenantColumns {
    static final Columns<TenantView> ROW = new Columns<TenantView>()
            .add("slug", TenantView::slug)
            .add("id", TenantView::id)
            .add("name", TenantView::name)
            .add("status", TenantView::status)
            .add("created", TenantView::createdAt);

    static final Columns<TenantView> WHOLE = PolicyLines.in(new Columns<TenantView>()
            .add("slug", TenantView::slug)
            .add("id", TenantView::id)
            .add("name", TenantView::name)
            .add("status", TenantView::status)
            .add("created", TenantView::createdAt)
            .add("updated", TenantView::updatedAt)
            .add("suspended", TenantView::suspendedAt));

    static final Columns<DeletionReceipt> RECEIPT = new Columns<DeletionReceipt>()
            .add("tenant", DeletionReceipt::tenant)
            .add("slug", DeletionReceipt::slug)
            .add("deleted", DeletionReceipt::deletedAt)
            .add("data key destroyed", DeletionReceipt::dataKeyDestroyed)
            .add("backups hold the wrapped key until", DeletionReceipt::backupsHoldWrappedKeyUntil)
            .add("last token expires", DeletionReceipt::lastTokenEndsAt)
            .add("removals ended", DeletionReceipt::evictionsEnded)
            .add(
                    "audit head",
                    receipt -> receipt.auditHead().seq() + ":"
                            + receipt.auditHead().hash());

    static final Columns<DeletedTenant> DELETED = new Columns<DeletedTenant>()
            .add("slug", DeletedTenant::slug)
            .add("id", DeletedTenant::tenant)
            .add("deleted", DeletedTenant::deletedAt);

    private TenantColumns() {}
}
