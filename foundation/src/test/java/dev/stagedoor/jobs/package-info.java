// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.jobs;

import org.jspecify.annotations.NullMarked;
