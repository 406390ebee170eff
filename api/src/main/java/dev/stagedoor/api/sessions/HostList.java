// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of host names. */
public record HostList(List<HostView> items, @Nullable String next) {}
