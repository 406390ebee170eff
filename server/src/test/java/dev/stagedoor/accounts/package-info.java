// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.accounts;

import org.jspecify.annotations.NullMarked;
