// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.audit.archive;

import org.jspecify.annotations.NullMarked;
