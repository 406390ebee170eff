// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of accounts, by user id. */
public record AccountList(List<AccountView> items, @Nullable String next) {}
