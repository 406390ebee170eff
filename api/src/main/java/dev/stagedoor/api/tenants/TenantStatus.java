// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

/** What may be done for a tenant. */
public enum TenantStatus {
    /** Everything its policy allows. */
    ACTIVE,
    /** Nothing, until an operator resumes it. */
    SUSPENDED,
    /** Nothing, permanently; its slug is never reused. */
    DELETED
}
