// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.webhooks;

import org.jspecify.annotations.NullMarked;
