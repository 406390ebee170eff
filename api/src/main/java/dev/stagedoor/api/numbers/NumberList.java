// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.numbers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of phone numbers. */
public record NumberList(List<NumberView> items, @Nullable String next) {}
