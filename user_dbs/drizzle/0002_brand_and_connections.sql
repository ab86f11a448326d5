CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`last_four` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text,
	`last_used_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `brands` (
	`id` text PRIMARY KEY NOT NULL,
	`style` text DEFAULT '{}' NOT NULL,
	`logo_key` text,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `fathom_webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`fathom_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`rules` text NOT NULL,
	`created_at` text NOT NULL,
	`last_delivery_at` text
);
--> statement-breakpoint
CREATE TABLE `mail_servers` (
	`id` text PRIMARY KEY NOT NULL,
	`host` text NOT NULL,
	`port` integer NOT NULL,
	`security` text NOT NULL,
	`user_name` text,
	`from_address` text NOT NULL,
	`from_name` text DEFAULT '' NOT NULL,
	`checked_at` text,
	`error` text,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_title` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`recording_id` text,
	`received_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_received` ON `webhook_deliveries` (`received_at`);--> statement-breakpoint
ALTER TABLE `mails` ADD `reason` text;