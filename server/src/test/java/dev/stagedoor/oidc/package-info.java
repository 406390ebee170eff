// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.oidc;

import org.jspecify.annotations.NullMarked;
