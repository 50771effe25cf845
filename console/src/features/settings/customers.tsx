import { type CustomerFile, customerFileSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { codeOf, read } from "../../lib/api.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { Empty, Failed, Loading } from "../../ui/states.tsx";
import { Holds, Records } from "./customer-records.tsx";
import { Wishes } from "./customer-wishes.tsx";
import { SettingsFrame } from "./settings-frame.tsx";

/** What is kept of one customer: holds, what was asked for, and what is carried out by somebody else. */
export function Customers() {
  const { customer } = useSearch({ from: "/settings/customers" });
  return (
    <SettingsFrame name="Customers' data">
      <Finder key={customer ?? ""} customer={customer ?? ""} />
      {customer === undefined ? (
        <Empty title="Whose data?">
          Find her by her reference in the systems of record, her e-mail address if that is what your channels hand in,
          or her id here.
        </Empty>
      ) : (
        <OneCustomer customer={customer} />
      )}
    </SettingsFrame>
  );
}

function Finder({ customer }: { customer: string }) {
  const [text, setText] = useState(customer);
  const navigate = useNavigate();
  return (
    <Form
      role="search"
      className="mb-6 flex max-w-xl items-end gap-2"
      onSubmit={() => void navigate({ to: "/settings/customers", search: { customer: text.trim() } })}
    >
      <Field
        label="Customer"
        className="flex-1"
        required
        maxLength={200}
        placeholder="Exactly as the systems of record name her"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="solid">
        Find
      </Button>
    </Form>
  );
}

function OneCustomer({ customer }: { customer: string }) {
  const { person } = useSignedIn();
  const file = useQuery({
    queryKey: ["customer-file", customer],
    queryFn: ({ signal }): Promise<CustomerFile> =>
      read(customerFileSchema, `/v1/customers/${encodeURIComponent(customer)}`, signal),
    retry: false,
  });
  if (file.isPending) return <Loading what="what is on record of her" />;
  if (file.isError && codeOf(file.error) === "PUR-2002")
    return (
      <Empty title="Nobody of this name has a case here">
        She is found by the whole reference or id, not by a part of it. One who was erased is found by her id alone.
      </Empty>
    );
  if (file.isError) return <Failed error={file.error} onRetry={() => void file.refetch()} />;
  const mayChange = person.role === "lead" || person.role === "admin";
  return (
    <div className="flex max-w-4xl flex-col gap-8">
      <p className="text-muted">
        Her id here is <code className="font-mono text-xs select-all">{file.data.customerId}</code>. What is set down on
        this page names no person beside you: write nothing of her into a reason, for it is kept when she is erased.
      </p>
      <Holds customer={customer} file={file.data} mayChange={mayChange} />
      {mayChange ? <Wishes customer={customer} file={file.data} /> : null}
      <Records file={file.data} />
    </div>
  );
}
