// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** Settings of app users' accounts. */
public record AccountsConfig(
        @Setting(
                value = "How long a one-time token of an invitation or a reset works.",
                initial = "72h",
                min = 60_000,
                max = 2_592_000_000L)
        Duration tokenTime,

        @Setting(
                value = "About how long one hashing of a password takes; the cost is measured at start, and never below"
                        + " 19 MiB and two passes. With 0s it is that.",
                initial = "100ms",
                max = 2_000)
        Duration hashTime,

        @Setting(value = "For how long failed logins are counted.", initial = "15m", min = 1_000, max = 86_400_000)
        Duration failureWindow,

        @Setting(
                value = "The failed logins of one account from one network in that time.",
                initial = "10",
                min = 1,
                max = 1_000_000)
        int failuresPerAccountAndNetwork,

        @Setting(
                value = "The failed logins of one account from all networks from which it has not logged in lately.",
                initial = "100",
                min = 1,
                max = 1_000_000)
        int failuresPerAccount,

        @Setting(
                value = "The failed logins from one network, of all accounts of a tenant: many people may share it.",
                initial = "1000",
                min = 1,
                max = 1_000_000)
        int failuresPerNetwork) {

    /** The defaults. */
    public static AccountsConfig usual() {
        return Config.defaults(AccountsConfig.class);
    }

    /** The same with the least cost of hashing, which is not measured: for tests. */
    public AccountsConfig withLeastCost() {
        return new AccountsConfig(
                tokenTime,
                Duration.ZERO,
                failureWindow,
                failuresPerAccountAndNetwork,
                failuresPerAccount,
                failuresPerNetwork);
    }
}
