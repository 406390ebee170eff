// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import picocli.CommandLine.Command;

/** {@code stagedoor tenants}. */
@Command(
        name = "tenants",
        description = "Create, list, show, update, suspend, resume, verify and delete tenants, and see what they use.",
        subcommands = {
            CreateTenant.class,
            ListTenants.class,
            ShowTenant.class,
            UpdateTenant.class,
            SuspendTenant.class,
            ResumeTenant.class,
            DeleteTenant.class,
            ListDeleted.class,
            TenantsUsage.class,
            VerifyTenant.class
        })
public final class TenantsCommand {}
