// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of sessions, newest first. */
public record SessionList(List<SessionView> items, @Nullable String next) {}
