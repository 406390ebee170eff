// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls out, newest first. */
public record DialList(List<DialView> items, @Nullable String next) {}
