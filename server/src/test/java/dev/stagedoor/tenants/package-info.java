// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.tenants;

import org.jspecify.annotations.NullMarked;
