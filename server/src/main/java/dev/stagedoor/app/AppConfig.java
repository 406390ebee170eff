package dev.stagedoor.app;

import dev.stagedoor.access.AccessConfig;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.dispatch.DispatchTiming;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.limits.LimitsConfig;
import dev.stagedoor.tenants.TenantsConfig;
import dev.stagedoor.vault.VaultConfig;

/** The configuration, a record of each feature beside its user. */
public record AppConfig(
        HttpConfig http,
        DatabaseSettings database,
        LedgerConfig ledger,
        TenantsConfig tenants,
        AccessConfig access,
        LimitsConfig limits,
        EgressConfig egress,
        VaultConfig vault,
        DispatchTiming dispatch,
        CallsConfig calls) {}
