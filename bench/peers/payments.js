/** A payment system in this process, the same for every peer: refunds by key, remembered; orders of $180. */
export function openPayments() {
  const refunds = new Map();
  return {
    readOrder: async (orderId) => ({ orderId, refundableMinor: 18_000, daysSinceDelivery: 3 }),
    refund: async (key, { orderId, amountMinor }) => {
      const refund = refunds.get(key) ?? { refundId: `RF-${refunds.size + 1}`, orderId, amountMinor };
      refunds.set(key, refund);
      return refund;
    },
    readRefund: async (key) => refunds.get(key) ?? null,
  };
}
