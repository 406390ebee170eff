// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.orchestration.model;

import org.jspecify.annotations.NullMarked;
