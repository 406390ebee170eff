// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

/** What an API key is for; its text begins with the kind's prefix. */
public enum KeyKind {
    /** {@code sd_op_}: a person of the platform. */
    OPERATOR,
    /** {@code sd_live_}: a tenant's backend. */
    SECRET,
    /** {@code sd_pub_}: a tenant's web page; asks for tokens only. */
    PUBLISHABLE
}
