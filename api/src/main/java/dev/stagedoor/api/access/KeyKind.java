// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

/** What an API key is for; its text begins with the kind's prefix. */
public enum KeyKind {
    /** {@code sd_op_}: a person of the platform. */
    OPERATOR,
    /** {@code sd_live_}: a tenant's backend. */
    SECRET,
    /** {@code sd_pub_}: a tenant's web page; asks for tokens only, from the origins it names. */
    PUBLISHABLE,
    /**
     * {@code sd_app_}: a tenant's app that is no web page (Swift, Kotlin, Flutter, Unity); asks for tokens only. Anybody
     * who has the app can take the key out of it, and no origin protects it: its usual rate is lower.
     */
    APP
}
