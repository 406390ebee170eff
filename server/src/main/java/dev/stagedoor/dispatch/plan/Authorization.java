// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

/** Whether a dispatch may still be sent: read from the tenant's snapshot, whose epoch is proved before each sending. */
public enum Authorization {
    /** The tenant is active, the agent enabled, the credential version not revoked. */
    GRANTED,
    /** One of these no longer holds. */
    WITHDRAWN
}
