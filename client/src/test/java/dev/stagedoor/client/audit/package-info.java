// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.client.audit;

import org.jspecify.annotations.NullMarked;
